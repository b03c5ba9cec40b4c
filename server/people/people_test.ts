// The rules about people: invitations, passwords, roles, and the last admin.
import { assert, assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import type { Role } from "../contract/role.ts";
import { silentLog } from "../observe/log.ts";
import { createMemoryStore } from "../store/memory_store.ts";
import type { Store } from "../store/store.ts";
import { createPasswords } from "./passwords.ts";
import { INVITATION_MS, openPeople } from "./people.ts";

const PASSWORD = "a long enough password";

async function rig(changes: Partial<Store> = {}) {
  const clock = new ManualClock();
  const memory = createMemoryStore();
  const store = { ...memory, ...changes };
  const open = () =>
    openPeople({
      store,
      passwords: createPasswords({ log2: 4, passes: 1 }),
      clock,
      log: silentLog,
      lookups: null,
    });
  const people = await open();
  const add = async (name: string, roles: Role[] = ["viewer"]) => {
    const made = await people.add({ name, signInName: `${name}@example.com`, roles });
    assert(made.ok);
    return made;
  };
  /** With a password. */
  const join = async (name: string, roles: Role[] = ["viewer"]) => {
    const { person, code } = await add(name, roles);
    assert((await people.redeem({ code, password: PASSWORD })).ok);
    return people.get(person.id)!;
  };
  const edit = (id: string, to: { roles?: Role[]; disabled?: boolean }, byOperator = false) => {
    const { name, roles, disabled, revision: ifRevision } = people.get(id)!;
    return people.edit(id, { ifRevision, to: { name, roles, disabled, ...to }, byOperator });
  };
  return { people, add, join, edit, clock, open, store: memory };
}
const why = (result: { ok: boolean; why?: string }) => result.why;
const signIn = (name: string, password = PASSWORD) => ({ name, password });

Deno.test("somebody invited sets a password by the link, once, and signs in by any spelling of their name", async () => {
  const { people, add, open, store } = await rig();
  const { person, code } = await add("Ana", ["supervisor"]);
  assertEquals([person.state, people.anyPassword], ["invited", false]);
  assertEquals(why(await people.signIn(signIn("Ana@example.com"))), "wrong");
  assertEquals(people.invited(code)?.id, person.id);
  const set = await people.redeem({ code, password: PASSWORD });
  assertEquals([set.ok, people.anyPassword], [true, true]);
  assertEquals(why(await people.redeem({ code, password: "another long password" })), "wrong");
  const again = await open();
  for (const name of ["ana@example.com", "ANA@EXAMPLE.COM", " Ana@example.com "]) {
    const came = await again.signIn(signIn(name));
    assertEquals(came.ok && came.person.id, person.id);
  }
  const kept = JSON.stringify(await store.people());
  assert(!kept.includes(PASSWORD) && !kept.includes(code));
});

Deno.test("a link holds for seven days, until the next one, and not for somebody who is disabled", async () => {
  const { people, add, clock, edit } = await rig();
  const late = await add("late");
  clock.advance(INVITATION_MS);
  assertEquals(people.invited(late.code), null);
  assertEquals(why(await people.redeem({ code: late.code, password: PASSWORD })), "wrong");
  const second = await people.invite(late.person.id);
  assert(second.ok);
  const third = await people.invite(late.person.id);
  assert(third.ok);
  assertEquals(people.invited(second.code), null);
  await edit(late.person.id, { disabled: true });
  assertEquals(why(await people.redeem({ code: third.code, password: PASSWORD })), "wrong");
  await edit(late.person.id, { disabled: false });
  assert((await people.redeem({ code: third.code, password: PASSWORD })).ok);
});

Deno.test("two who use one link at the same time: one of them wins", async () => {
  const { people, add } = await rig();
  const { code } = await add("Ana");
  const both = await Promise.all(
    ["one long password", "two long password"].map((password) => people.redeem({ code, password })),
  );
  assertEquals(both.filter(({ ok }) => ok).length, 1);
});

Deno.test("S-17 unknown, invited, disabled and wrong all sound the same", async () => {
  const { people, add, join, edit } = await rig();
  await add("invited");
  const gone = await join("gone");
  await edit(gone.id, { disabled: true });
  await join("ana");
  for (const name of ["nobody", "invited", "gone"]) {
    assertEquals(why(await people.signIn(signIn(`${name}@example.com`))), "wrong", name);
  }
  assertEquals(why(await people.signIn(signIn("ana@example.com", "wrong password"))), "wrong");
});

Deno.test("a password that would be guessed first is refused, and the link still holds", async () => {
  const { people, add } = await rig();
  const { code } = await add("Ana");
  for (const password of ["aaaaaaaaaaaa", "ANA@example.com", "121212121212"]) {
    assertEquals(why(await people.redeem({ code, password })), "weak", password);
  }
  assert((await people.redeem({ code, password: PASSWORD })).ok);
});

Deno.test("changing a password needs the one that holds, and takes back a link that is out", async () => {
  const { people, join } = await rig();
  const { id } = await join("ana");
  const link = await people.invite(id);
  assert(link.ok);
  const next = "the next long password";
  assertEquals(why(await people.changePassword(id, { current: "wrong", password: next })), "wrong");
  assert((await people.changePassword(id, { current: PASSWORD, password: next })).ok);
  assertEquals(why(await people.signIn(signIn("ana@example.com"))), "wrong");
  assert((await people.signIn(signIn("ana@example.com", next))).ok);
  assertEquals(people.invited(link.code), null);
  assertEquals(
    why(await people.changePassword("nobody", { current: "x", password: next })),
    "none",
  );
});

Deno.test("a sign-in with the old password comes to nothing while the new one is being written", async () => {
  const memory = createMemoryStore();
  const begun = Promise.withResolvers<void>();
  let writing = Promise.resolve();
  const putPerson: Store["putPerson"] = async (row, ifRevision) => {
    if (row.person.revision > 2) begun.resolve();
    await writing;
    return await memory.putPerson(row, ifRevision);
  };
  const { people, join } = await rig({ ...memory, putPerson });
  const { id } = await join("Ana");
  const slow = Promise.withResolvers<void>();
  writing = slow.promise;
  const to = { current: PASSWORD, password: "another long password" };
  const changing = people.changePassword(id, to);
  await begun.promise;
  // Its password is found right, and then it waits for its turn to be noted.
  const coming = people.signIn(signIn("Ana@example.com"));
  await people.signIn(signIn("nobody"));
  slow.resolve();
  assert((await changing).ok);
  assertEquals(why(await coming), "wrong");
});

Deno.test("a name belongs to one person, however it is spelt", async () => {
  const { people, add } = await rig();
  await add("ana");
  const again = await people.add({ name: "B", signInName: "ANA@example.com", roles: ["viewer"] });
  assertEquals(why(again), "taken");
});

Deno.test("S-12 two admins edit one person: the second sees that the first did", async () => {
  const { people, join } = await rig();
  const { id, revision: ifRevision } = await join("ana");
  const to = (name: string) =>
    people.edit(id, {
      ifRevision,
      to: { name, roles: ["viewer"], disabled: false },
      byOperator: true,
    });
  const both = await Promise.all([to("one"), to("two")]);
  assertEquals(both.map((each) => each.ok ? "saved" : each.why), ["saved", "conflict"]);
  assertEquals(people.get(id)?.name, "one");
});

Deno.test("nobody loses their last role, and who never had one can be disabled", async () => {
  const { people, join, edit, store } = await rig();
  const ana = await join("ana");
  assertEquals(why(await edit(ana.id, { roles: [] })), "no_roles");
  assertEquals(people.get(ana.id)?.roles, ["viewer"]);
  const { book } = people;
  await book.edit(() => {
    const row = book.get(ana.id)!;
    return { ...row, person: { ...row.person, state: "oidc", roles: [], rolesFromProvider: true } };
  });
  assert((await edit(ana.id, { disabled: true })).ok);
  assertEquals((await store.people())[0]?.person.disabled, true);
});

Deno.test("the last admin who can sign in by a password is removed by the operator only", async () => {
  const { people, join, add, edit } = await rig();
  const ana = await join("ana", ["admin", "viewer"]);
  await add("invited", ["admin"]);
  assertEquals(why(await edit(ana.id, { roles: ["viewer"] })), "last_admin");
  assertEquals(why(await edit(ana.id, { disabled: true })), "last_admin");
  assertEquals(why(await people.remove(ana.id, { byOperator: false })), "last_admin");
  assert((await edit(ana.id, { roles: ["admin"] })).ok);
  const bo = await join("bo", ["admin"]);
  assert((await edit(ana.id, { disabled: true })).ok);
  assertEquals(why(await people.remove(bo.id, { byOperator: false })), "last_admin");
  assert((await people.remove(bo.id, { byOperator: true })).ok);
  assertEquals(why(await people.remove(bo.id, { byOperator: true })), "unknown");
});

Deno.test("what could not be written has not happened", async () => {
  const trouble = { on: false };
  const memory = createMemoryStore();
  const { people, join } = await rig({
    ...memory,
    putPerson: (...args) =>
      trouble.on ? Promise.reject(new Error("disk")) : memory.putPerson(...args),
    deletePerson: () => Promise.reject(new Error("disk")),
  });
  const { id, revision } = await join("ana");
  trouble.on = true;
  const to = { name: "Eve", roles: ["admin" as const], disabled: false };
  assertEquals(
    why(await people.edit(id, { ifRevision: revision, to, byOperator: true })),
    "not_saved",
  );
  assertEquals(why(await people.remove(id, { byOperator: true })), "not_saved");
  assertEquals(people.get(id)?.name, "ana");
  assert((await people.signIn(signIn("ana@example.com"))).ok, "a disk in trouble keeps nobody out");
});
