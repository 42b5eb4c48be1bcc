/** What a page that holds the folder itself says of the disk: what it lacks, and the ways to it. */
import { useEffect, useState } from "preact/hooks";
import type { Draft, Place } from "./host";
import type { Session } from "./session";
import { Dialog, moment } from "./view";

const names = (place: Place): string => place.lacking.map((name) => `“${name}”`).join("、");

/** Whether something waits that does not reach the disk by itself. */
export const isLacking = (session: Session): boolean => !!session.place?.lacking.length;

export const save = (session: Session): void => void session.reach((place) => place.save());

/** Saving, in the bar; Ctrl+S too. */
export function Save({ session }: { session: Session }) {
  useEffect(() => {
    const keydown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      save(session);
    };
    document.addEventListener("keydown", keydown, true);
    return () => document.removeEventListener("keydown", keydown, true);
  }, [session]);
  const { place } = session;
  if (!place) return null;
  const lacking = isLacking(session);
  return (
    <button type="button" class={lacking ? "first" : ""} disabled={!lacking && !session.busy} onClick={() => save(session)} title="Ctrl+S">保存</button>
  );
}

/** Over the start page, as long as the disk lacks something. */
export function Unsaved({ session }: { session: Session }) {
  const { place } = session;
  if (!place?.lacking.length) return null;
  return (
    <div class="notices">
      <div class="notice warning" role="status">
        <p><b>还没有保存到磁盘：</b>{names(place)}。</p>
        <Save session={session} />
      </div>
    </div>
  );
}

/** How the open folder, or none, stands to the disk. */
export function Where({ place, name }: { place: Place; name: string }) {
  if (!place.isOpen) return <p class="lead">打开放年报的文件夹，图片、文字文件和上年的报告一起读进来；也可以先新建，再选存在哪里。</p>;
  return (
    <>
      <p class="lead">{name ? `文件夹：${name}` : "已打开选中的文件"}</p>
      {!place.automatic && <p class="lead">这个浏览器不能直接写文件：改好后点“保存”，把下载的文件放回原来的文件夹，替换旧的。</p>}
    </>
  );
}

/** The ways to the disk, first on the start page. */
export function Ways({ session }: { session: Session }) {
  const opened = async (job: (place: Place) => Promise<string[]>) => {
    const left = await session.reach(job);
    if (left?.length) session.say(`没有读进来的（太大，或太多）：${left.slice(0, 5).join("、")}${left.length > 5 ? "……" : ""}`, "", true);
    const [only, more] = session.folder?.reports ?? [];
    if (left && only && !more && !session.folder?.name) await session.ask({ do: "open", file: only.file });
  };
  return (
    <>
      <li><button type="button" onClick={() => void opened((place) => place.openFolder())}><b>打开文件夹</b><span>数据文件、图片和上年的报告都在里面</span></button></li>
      <li><button type="button" onClick={() => void opened((place) => place.openFiles())}><b>打开数据文件</b><span>一份或几份 .yaml 文件</span></button></li>
    </>
  );
}

/** 「3 小时前」. */
export function ago(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 1) return "刚才";
  if (minutes < 60) return `${minutes} 分钟前`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} 小时前` : `${Math.round(minutes / 60 / 24)} 天前`;
}

/** What was not saved at another time, to go on with or to throw away. */
export function Drafts({ session }: { session: Session }) {
  const [leaving, setLeaving] = useState<Draft | null>(null);
  const { place } = session;
  if (!place) return null;
  const resume = async (draft: Draft) => {
    await session.reach((place) => place.resume(draft));
    await session.ask({ do: "state" });
  };
  const discard = async (draft: Draft) => {
    setLeaving(null);
    await session.reach((place) => place.discard(draft));
  };
  return (
    <>
      {place.forgets && <p class="lead">这个浏览器不让页面留草稿：关页面以前一定要保存。</p>}
      {place.drafts.length > 0 && (
        <section class="drafts" aria-labelledby="drafts">
          <h2 id="drafts">上次没有保存到磁盘的改动</h2>
          <ul>
            {place.drafts.map((draft) => (
              <li key={draft.id}>
                <p><b>{draft.file}</b>{draft.folder && `（文件夹 ${draft.folder}）`} <span class="help">{ago(Date.now() - draft.when)}，{moment(draft.when)}</span></p>
                <button type="button" class="first" onClick={() => void resume(draft)}>接着改</button>
                <button type="button" onClick={() => setLeaving(draft)}>丢弃…</button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {leaving && (
        <Dialog title="丢弃没有保存的改动" close={() => setLeaving(null)}>
          <p>“{leaving.file}”{moment(leaving.when)}留下的改动会从浏览器里删掉，找不回来；磁盘上的文件不动。</p>
          <p class="actions"><button type="button" class="first" onClick={() => void discard(leaving)}>丢弃</button><button type="button" onClick={() => setLeaving(null)}>取消</button></p>
        </Dialog>
      )}
    </>
  );
}
