/** Small parts that several places draw. */
import { Component, createRef, type ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Finding, State } from "./messages";
import type { Session } from "./session";

/** Draws again after every change of what the session knows. */
export function useSession(session: Session): void {
  const [, draw] = useState(0);
  useEffect(() => session.watch(() => draw((count) => count + 1)), [session]);
}

/** What every part of the open form is given. */
export interface Desk {
  session: Session;
  state: State;
  readonly: boolean;
}

export const severities = { error: "错误", warning: "警告", hint: "提示" } as const;

/** Those that count first; what somebody accepted last. */
export const inOrder = (findings: Finding[]): Finding[] => {
  const weight = { error: 0, warning: 1, hint: 2 };
  const rank = (finding: Finding) => (finding.waived === null ? 0 : 10) + weight[finding.severity];
  return [...findings].sort((a, b) => rank(a) - rank(b));
};

/** The worst of findings that nobody accepted. */
export function worst(findings: Finding[]): Finding["severity"] | undefined {
  return inOrder(findings).find(({ waived }) => waived === null)?.severity;
}

/** Whether a finding is about a path or about something in it. */
export const concerns = ({ paths }: Finding, path: string): boolean =>
  paths.some((own) => own === path || own.startsWith(`${path}.`));

interface DialogProps {
  title: string;
  close: () => void;
  children: ComponentChildren;
  wide?: boolean;
}

/** A question over the page: Escape closes it, and what had the focus has it again. */
export class Dialog extends Component<DialogProps> {
  private readonly element = createRef<HTMLDialogElement>();
  private before: Element | null = null;

  override componentDidMount(): void {
    this.before = document.activeElement;
    this.element.current?.showModal();
    this.element.current?.querySelector<HTMLElement>("input, textarea, select, .first")?.focus();
  }

  override componentWillUnmount(): void {
    this.element.current?.close();
    if (this.before instanceof HTMLElement && this.before.isConnected) this.before.focus();
  }

  override render({ title, close, children, wide }: DialogProps) {
    const cancel = (event: Event) => {
      event.preventDefault();
      close();
    };
    return (
      <dialog ref={this.element} class={wide ? "wide" : ""} onCancel={cancel} aria-labelledby="dialog-title">
        <header>
          <h2 id="dialog-title">{title}</h2>
          <button type="button" class="quiet" aria-label="关闭" onClick={close}>✕</button>
        </header>
        {children}
      </dialog>
    );
  }
}

/** 「1 月 10 日 15:04」, with the year where it is another. */
export function moment(milliseconds: number): string {
  const date = new Date(milliseconds);
  const day = `${date.getMonth() + 1} 月 ${date.getDate()} 日`;
  const time = `${date.getHours()}:${String(date.getMinutes()).padStart(2, "0")}`;
  return date.getFullYear() === new Date().getFullYear() ? `${day} ${time}` : `${date.getFullYear()} 年 ${day}`;
}

/** A file's bytes for a message. */
export async function base64(file: Blob): Promise<string> {
  const address = await new Promise<string>((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
  return address.slice(address.indexOf(",") + 1);
}
