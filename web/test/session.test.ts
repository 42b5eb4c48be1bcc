import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Unreachable, type Host } from "../src/host";
import type { News, Request, State } from "../src/messages";
import { Session } from "../src/session";

const state = (revision: string, more: Partial<State> = {}): State => ({
  file: "年报.yaml", readonly: false, revision, saved: true, fault: null, source: "", form: null,
  findings: [], summary: "", undo: null, redo: null, conflict: null, ...more,
});

/** A host that answers as it is told to, and what it was asked. */
function made(answer: (request: Request) => unknown) {
  const asked: Request[] = [];
  let tell: (news: News | { news: "again" }) => void = () => {};
  const host = {
    ask: async (request: Request) => {
      asked.push(request);
      return answer(request);
    },
    listen: (listener: typeof tell) => {
      tell = listener;
    },
  } as unknown as Host;
  const session = new Session(host);
  return { session, asked, tell: (news: News | { news: "again" }) => tell(news) };
}

const cells = (words: string) => ({ kind: "cells" as const, cells: [{ path: "甲", words }] });
const settled = async (session: Session) => {
  await session.ask({ do: "preview" });
};

test("a change is made in the state that was seen last, and shown until it is answered", async () => {
  let count = 0;
  const { session, asked } = made(() => state(`r${(count += 1)}`));
  await session.ask({ do: "state" });
  const first = session.edit(cells("1"));
  const second = session.edit(cells("12"));
  assert.equal(session.typed.get("甲"), "12");
  await first;
  // Typed over meanwhile: the first answer is not what the cell shows.
  assert.equal(session.typed.get("甲"), "12");
  await second;
  assert.equal(session.typed.size, 0);
  assert.deepEqual(asked.slice(1).map((request) => "revision" in request && request.revision), ["r1", "r2"]);
});

test("a refusal is said and changes nothing", async () => {
  const { session } = made((request) => (request.do === "edit" ? { refused: "不行", help: "换一个" } : state("r1")));
  await session.ask({ do: "state" });
  assert.equal(await session.edit(cells("x")), null);
  assert.deepEqual(session.said, { words: "不行", help: "换一个", refused: true });
  assert.equal(session.state?.revision, "r1");
  assert.equal(session.busy, false);
});

test("a change that could not be told waits; one that must not be made twice does not", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let reachable = false;
  const { session, asked } = made(() => {
    if (!reachable) throw new Unreachable("gone");
    return state("r2");
  });
  const edit = session.edit(cells("1"));
  await new Promise((done) => setImmediate(done));
  assert.ok(session.gone && session.busy);
  assert.equal(session.typed.get("甲"), "1");
  reachable = true;
  mock.timers.tick(1000);
  assert.equal((await edit)?.revision, "r2");
  assert.ok(!session.gone && !session.busy);
  reachable = false;
  assert.equal(await session.ask({ do: "undo" }), null);
  assert.deepEqual(asked.map((request) => request.do), ["edit", "edit", "undo"]);
  mock.timers.reset();
});

test("news of the page's own changes asks for nothing, other news does", async () => {
  let saved = true;
  let revision = "r1";
  const { session, asked, tell } = made((request) => {
    if (request.do === "edit") [revision, saved] = ["r2", false];
    return state(revision, { saved });
  });
  await session.ask({ do: "state" });
  await session.edit(cells("1"));
  const states = () => asked.filter((request) => request.do === "state").length;
  tell({ news: "changed", revision: "r2", saved: false });
  await settled(session);
  assert.equal(states(), 1);
  // A second time it is something else: a conflict, or why it cannot be saved.
  tell({ news: "changed", revision: "r2", saved: false });
  await settled(session);
  assert.equal(states(), 2);
  saved = true;
  tell({ news: "changed", revision: "r2", saved: true });
  await settled(session);
  assert.ok(states() === 3 && session.state?.saved);
  tell({ news: "changed", revision: "other", saved: true });
  await settled(session);
  assert.equal(states(), 4);
});

test("what holds something back is asked before all that concerns the file", async () => {
  const { session, asked } = made(() => state("r1"));
  session.holds(() => session.edit(() => cells("9")));
  await session.ask({ do: "undo" });
  assert.deepEqual(asked.map((request) => request.do), ["edit", "undo"]);
  await session.edit(cells("10"));
  const words = asked.map((request) => request.do === "edit" && request.edit.kind === "cells" && request.edit.cells[0]?.words);
  assert.deepEqual(words.slice(2), ["9", "10"]);
});
