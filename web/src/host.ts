/** The host over HTTP: the program on this machine, at the address that the page came from. */
import type { Answers, News, Refusal, Request } from "./messages";

export interface Host {
  /** The answer; throws where the host cannot be reached. */
  ask<Do extends Request["do"]>(request: Extract<Request, { do: Do }>): Promise<Answers[Do] | Refusal>;
  /** Calls for every news, and after every time that the host could be reached again. */
  listen(tell: (news: News | { news: "again" }) => void): void;
}

/** The program does not answer, or not as it should. */
export class Unreachable extends Error {}

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
