// One of the server's settings by its path, such as "retention.callsDays". Plain: the console imports it.
import type { ServerSettings } from "./server_settings.ts";

type Tree = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/** Undefined: there is no such setting. */
export function valueAt(settings: ServerSettings, path: string): unknown {
  const [part = "", name = ""] = path.split(".");
  return (settings as unknown as Tree)[part]?.[name];
}

/** The same settings with another value there. Whether it may be that value is not looked at. */
export function withValue(settings: ServerSettings, path: string, value: unknown): ServerSettings {
  const [part = "", name = ""] = path.split(".");
  const tree = settings as unknown as Tree;
  return { ...tree, [part]: { ...tree[part], [name]: value } } as unknown as ServerSettings;
}
