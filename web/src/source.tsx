/** The data file as text, while it cannot be read as a form. */
import { createRef } from "preact";
import { useEffect } from "preact/hooks";
import { Editor } from "./editor";
import type { Desk } from "./view";

export function Source({ desk: { session, state, readonly } }: { desk: Desk }) {
  const place = createRef<HTMLDivElement>();
  useEffect(() => {
    let base = state.source;
    let told = 0;
    const send = () => {
      if (told || editor.composing || editor.text === base) return;
      told += 1;
      let mine = "";
      void session.edit(() => {
        mine = editor.text;
        return { kind: "source", text: mine };
      }).then((answer) => {
        told -= 1;
        if (answer) send();
      });
    };
    const editor = new Editor(base, {
      label: "数据文件", empty: "", readonly, changed: send, picture: () => {}, stepped: () => {},
      undo: (back) => void session.ask({ do: back ? "undo" : "redo" }),
    });
    place.current?.replaceChildren(editor.view.dom);
    const stop = session.read(({ source }) => {
      if (editor.composing) return;
      if (source !== editor.text && !told) editor.take(base, source);
      base = source;
    });
    return () => {
      stop();
      editor.view.destroy();
    };
  }, [state.file]);
  return (
    <section class="source" aria-label="数据文件">
      <h1>{state.file}</h1>
      <p class="lead">这个文件现在读不成表。改正右边列出的错误，表就回来了；别的内容都还在。</p>
      <div class="editor" ref={place} />
    </section>
  );
}
