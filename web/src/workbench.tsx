/** The workbench: the official form over a data file, in a browser. */
import { render } from "preact";
import { useEffect } from "preact/hooks";
import { App } from "./app";
import type { Host } from "./host";
import { Unsaved } from "./saving";
import { Session } from "./session";
import { Start } from "./start";
import { useSession } from "./view";

function Workbench({ session }: { session: Session }) {
  useSession(session);
  useEffect(() => {
    void begin(session);
  }, []);
  const { state, folder, said } = session;
  if (state) return <App key={state.file} session={session} state={state} />;
  if (!folder) return <p class="waiting" role="status">{session.gone ? "年报程序没有回答。请重新运行它。" : "正在打开……"}</p>;
  return (
    <>
      <Unsaved session={session} />
      {said && <div class="notices"><div class={`notice ${said.refused ? "warning" : "done"}`} role="alert"><p>{said.words} <span class="help">{said.help}</span></p></div></div>}
      <Start session={session} folder={folder} />
    </>
  );
}

async function begin(session: Session): Promise<void> {
  // A folder of a thousand reports takes longer than the one that is open.
  if (await session.ask({ do: "state" })) return;
  session.hush();
  await session.openFolder();
}

/** F6 goes on from the list of sections to the form, what is known about it, and the bar. */
function goOn(event: KeyboardEvent): void {
  if (event.key !== "F6" || document.querySelector("dialog[open]")) return;
  const regions = [...document.querySelectorAll(".sections, .desk, .panel, .bar")];
  const here = regions.findIndex((region) => region.contains(document.activeElement));
  const step = event.shiftKey ? regions.length - 1 : 1;
  const to = regions[(here < 0 ? 0 : here + step) % regions.length];
  to?.querySelector<HTMLElement>("a, button:not(:disabled), td input[tabindex='0'], input")?.focus();
  event.preventDefault();
}

/** Begins the page, over whoever answers it. */
export function begun(host: Host): void {
  const session = new Session(host);
  document.addEventListener("keydown", goOn);

  // A file dropped beside the place for it must not replace the page.
  for (const kind of ["dragover", "drop"]) {
    addEventListener(kind, (event) => event.preventDefault());
  }

  addEventListener("beforeunload", (event) => {
    session.flush();
    if (session.busy || session.place?.lacking.length) event.preventDefault();
  });
  addEventListener("pagehide", () => session.flush());

  render(<Workbench session={session} />, document.getElementById("workbench")!);
}
