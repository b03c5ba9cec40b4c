// A stand-in of avr-ami (avr § 4): what a connector asks to hang up or to put through. It knows the calls it is told of,
// keeps what it was asked, and can be made to fail. Nothing of Asterisk is behind it.

/** Where a call is put through to. */
export interface TransferTarget {
  exten: string;
  context: string;
  priority: number;
}

export interface AmiRequest {
  path: string;
  body: Record<string, unknown>;
  /** What it was answered; null while it hangs. */
  status: number | null;
}

export interface FakeAmi {
  /** AMI_URL */
  readonly url: string;
  readonly asked: readonly AmiRequest[];
  /** "fails": 500, as when Asterisk does not answer; "hangs": no answer until `stop`. */
  mood: "well" | "fails" | "hangs";
  /**
   * A call went through AudioSocket(): from now on its uuid is known.
   * @param leave it is over: put through to the target, or hung up without one
   */
  learn(uuid: string, leave?: (target?: TransferTarget) => void): void;
  forget(uuid: string): void;
  stop(): Promise<void>;
}

const DEFAULT_CONTEXT = "demo";

export function startFakeAmi(): FakeAmi {
  const asked: AmiRequest[] = [];
  const calls = new Map<string, (target?: TransferTarget) => void>();
  const stopped = Promise.withResolvers<void>();
  const answer = (path: string, body: Record<string, unknown>): [number, string] => {
    if (ami.mood === "fails") return [500, "Asterisk does not answer"];
    if (path === "/originate") {
      return typeof body.channel === "string" ? [200, "ok"] : [400, "channel is missing"];
    }
    const uuid = String(body.uuid ?? "");
    const leave = calls.get(uuid);
    if (!leave) return [404, "Call not found"];
    if (path === "/hangup") {
      calls.delete(uuid);
      leave();
      return [200, "ok"];
    }
    const { exten, context = DEFAULT_CONTEXT, priority = 1 } = body;
    if (typeof exten !== "string" || !exten) return [400, "exten is missing"];
    calls.delete(uuid);
    leave({ exten, context: String(context), priority: Number(priority) });
    return [200, "ok"];
  };
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const path = new URL(request.url).pathname;
      const isKnown = ["/hangup", "/transfer", "/originate"].includes(path);
      if (!isKnown || request.method !== "POST") {
        await request.body?.cancel();
        return Response.json({ message: "Not found" }, { status: 404 });
      }
      const body = await request.json().catch(() => ({}));
      const entry: AmiRequest = { path, body, status: null };
      asked.push(entry);
      if (ami.mood === "hangs") {
        await stopped.promise;
        return Response.json({ message: "Too late" }, { status: 500 });
      }
      const [status, message] = answer(path, body);
      entry.status = status;
      return Response.json({ message }, { status });
    },
  );
  const ami: FakeAmi = {
    url: `http://127.0.0.1:${server.addr.port}`,
    asked,
    mood: "well",
    learn: (uuid, leave = () => {}) => void calls.set(uuid, leave),
    forget: (uuid) => void calls.delete(uuid),
    async stop() {
      stopped.resolve();
      await server.shutdown();
    },
  };
  return ami;
}
