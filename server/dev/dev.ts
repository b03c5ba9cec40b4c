// `deno task dev`: the server restarts when its code changes, the console is rebuilt when its own does. Every part of the
// console in every state is at /gallery.html, here only.

async function build(): Promise<void> {
  const { code } = await new Deno.Command(Deno.execPath(), { args: ["task", "build", "--gallery"] })
    .output();
  console.error(
    code === 0
      ? "Console built: reload the page."
      : "Console not built: run deno task build to see why.",
  );
}

await build();
const server = new Deno.Command(Deno.execPath(), {
  args: ["run", "-A", "--watch=server", "server/main.ts"],
}).spawn();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, () => {
    server.kill("SIGTERM");
    void server.status.then(({ code }) => Deno.exit(code));
  });
}

let due: ReturnType<typeof setTimeout> | undefined;
for await (const event of Deno.watchFs(["console", "server/contract"])) {
  if (event.kind === "access") continue;
  clearTimeout(due);
  due = setTimeout(() => void build(), 50);
}
