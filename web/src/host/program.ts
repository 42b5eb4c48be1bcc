/** The program on this machine, over HTTP, at the address that the page came from. */
import { Unreachable, type Host } from "../host";

export const program: Host = {
  async ask(request) {
    let response: Response;
    try {
      response = await fetch("call", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(request),
      });
      // Refused as a request, rather than by what it asks: of another run, most likely.
      if (!response.headers.get("Content-Type")?.startsWith("application/json")) {
        throw new Unreachable(await response.text());
      }
      return await response.json();
    } catch (error) {
      throw error instanceof Unreachable ? error : new Unreachable(String(error));
    }
  },
  listen(tell) {
    const stream = new EventSource("events");
    let broken = false;
    stream.onopen = () => {
      if (broken) tell({ news: "again" });
      broken = false;
    };
    stream.onerror = () => {
      broken = true;
    };
    stream.onmessage = ({ data }) => tell(JSON.parse(data));
  },
};
