/** The report as readers will see it, beside the form. */
import { createRef } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Desk } from "./view";

/** So long after the last change it is made anew. */
const CALM = 200;

export const nonce = (): string => document.querySelector<HTMLMetaElement>('meta[name="nonce"]')?.content ?? "";

/** The page for a frame of ours: its own style is let through, and nothing else. */
export const framed = (html: string): string => html.replace("<style>", `<style nonce="${nonce()}">`);

export function Preview({ desk: { session, state }, path }: { desk: Desk; path: string }) {
  const [html, setHtml] = useState<string | null>(null);
  const frame = createRef<HTMLIFrameElement>();
  useEffect(() => {
    const timer = setTimeout(async () => {
      const answer = await session.ask({ do: "preview" });
      if (answer) setHtml(framed(answer.html));
    }, html === null ? 0 : CALM);
    return () => clearTimeout(timer);
  }, [state.revision]);
  useEffect(() => show(frame.current, path), [path]);
  // A new page stands where the old one stood.
  const loaded = () => {
    const inner = frame.current?.contentWindow;
    inner?.scrollTo(0, Number(frame.current?.dataset.top ?? 0));
    inner?.addEventListener("scroll", () => frame.current && (frame.current.dataset.top = String(inner.scrollY)));
    if (path && !frame.current?.dataset.top) show(frame.current, path);
  };
  return <iframe ref={frame} title="预览" sandbox="allow-same-origin allow-modals" srcDoc={html ?? ""} onLoad={loaded} />;
}

function show(frame: HTMLIFrameElement | null, path: string): void {
  const page = frame?.contentDocument;
  const cell = path && page?.querySelector(`td[data-path="${CSS.escape(path)}"]`);
  if (cell) cell.scrollIntoView({ block: "center" });
}
