// What the browser's processes have used of the machine, by the kernel's count. Linux only.
import type { Browser } from "playwright-core";

const TICKS_PER_S = 100;

/** Seconds of CPU since their start. `page`: processes that hold pages; of these `mainThread`: where scripts run. */
export async function cpuOf(
  browser: Browser,
): Promise<{ page: number; mainThread: number; gpu: number }> {
  const cdp = await browser.newBrowserCDPSession();
  const { processInfo } = await cdp.send("SystemInfo.getProcessInfo");
  await cdp.detach();
  const used = { page: 0, mainThread: 0, gpu: 0 };
  for (const { type, id } of processInfo) {
    if (type === "renderer") {
      used.page += secondsOf(`/proc/${id}/stat`);
      used.mainThread += secondsOf(`/proc/${id}/task/${id}/stat`);
    }
    if (type === "GPU") used.gpu += secondsOf(`/proc/${id}/stat`);
  }
  return used;
}

function secondsOf(path: string): number {
  const stat = Deno.readTextFileSync(path);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
}
