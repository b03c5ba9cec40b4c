// Makes the recorded voices of the simulators and the server's own clips with espeak-ng and sox:
//   deno run --allow-run=espeak-ng,sox --allow-write=server server/dev/make_speech.ts
// The table below is the story; the files under server/simulator/speech are its result and are committed.

interface Line {
  id: string;
  text: string;
  tags: string[];
  /** Words a minute where the voice's own are too slow. */
  speed?: string;
}

const AGENT_VOICE = ["-v", "en-gb+f3", "-s", "155", "-p", "48"];
const CALLER_VOICE = ["-v", "en-us+m3", "-s", "150", "-p", "42"];

const AGENT: Line[] = [
  {
    id: "agent-greeting",
    text: "Hello, this is Northwind Parcels. How may I help you?",
    tags: ["greeting"],
  },
  {
    id: "agent-tracking",
    text: "Of course. What is your parcel number, please?",
    tags: ["answers:tracking"],
  },
  {
    id: "agent-number",
    text: "Thank you. Your parcel is on its way. It comes tomorrow, between nine and noon.",
    tags: ["answers:number"],
  },
  {
    id: "agent-address",
    text: "It goes to twelve Harbour Street. The driver rings at the front door.",
    tags: ["answers:address"],
  },
  {
    id: "agent-hours",
    text:
      "Our counters are open from Monday to Friday, from eight in the morning until seven in the evening, on Saturday from nine until four, and on Sunday only at the main station.",
    tags: ["answers:hours", "long"],
  },
  {
    id: "agent-today",
    text: "No, not today. It comes tomorrow morning.",
    tags: ["answers:today"],
  },
  {
    id: "agent-change",
    text: "I have changed that. Your parcel now comes on Friday afternoon.",
    tags: ["answers:change"],
  },
  {
    id: "agent-thanks",
    text: "You are welcome. Is there anything else?",
    tags: ["answers:thanks"],
  },
  { id: "agent-fallback", text: "Could you say that again, please?", tags: ["fallback"] },
  { id: "agent-moment", text: "One moment.", tags: ["commentary"] },
  { id: "agent-look", text: "Let me look.", tags: ["commentary"] },
  {
    id: "agent-farewell",
    text: "Thank you for calling Northwind Parcels. Goodbye.",
    tags: ["farewell"],
  },
];

const CALLER: Line[] = [
  { id: "caller-tracking", text: "Hello, where is my parcel?", tags: ["asks:tracking"] },
  { id: "caller-number", text: "It is four seven one one nine two.", tags: ["asks:number"] },
  { id: "caller-hours", text: "When are your counters open?", tags: ["asks:hours"] },
  { id: "caller-address", text: "Which address does it go to?", tags: ["asks:address"] },
  { id: "caller-change", text: "Can you bring it on Friday instead?", tags: ["asks:change"] },
  {
    id: "caller-interrupt",
    text: "Sorry, just tell me if it is today.",
    tags: ["interrupt", "asks:today"],
  },
  {
    id: "caller-unclear",
    text: "Well, it was the thing with the thing, you know.",
    tags: ["unclear"],
  },
  { id: "caller-thanks", text: "Thank you very much.", tags: ["thanks", "asks:thanks"] },
  { id: "caller-person", text: "I want to talk to a person.", tags: ["person"] },
  { id: "caller-yes", text: "Yes do it.", tags: ["yes"] },
  { id: "caller-no", text: "No, leave it as it is.", tags: ["no"] },
  { id: "caller-goodbye", text: "That is all, goodbye.", tags: ["goodbye"] },
];

/** Calls between people: short lines of a human agent and a caller, in two languages. */
const PEOPLE: Record<string, { voice: string[]; lines: Record<string, string> }> = {
  "agent-en": {
    voice: ["-v", "en-gb+f2", "-s", "165", "-p", "52"],
    lines: {
      welcome: "Good morning, this is Anna, what can I do for you?",
      number: "May I have your order number?",
      found: "I have found it, it was sent this morning.",
      bye: "You are welcome, have a nice day.",
    },
  },
  "caller-en": {
    voice: ["-v", "en-us+m7", "-s", "160", "-p", "38"],
    lines: {
      waiting: "I am still waiting for my order.",
      number: "It is eight five three.",
      german: "Can we speak German?",
      helps: "Great, that helps a lot.",
    },
  },
  "agent-de": {
    voice: ["-v", "de+f2", "-s", "165", "-p", "52"],
    lines: {
      german: "Natürlich, wir sprechen Deutsch.",
      name: "Wie ist Ihr Name bitte?",
      friday: "Die Sendung kommt am Freitag.",
      bye: "Gern geschehen, auf Wiederhören.",
    },
  },
  "caller-de": {
    voice: ["-v", "de+m7", "-s", "160", "-p", "38"],
    lines: {
      parcel: "Ich warte noch auf mein Paket.",
      name: "Mein Name ist Weber.",
      when: "Wann wird es geliefert?",
      thanks: "Vielen Dank für die Auskunft.",
    },
  },
};

const CLIPS: Line[] = [
  { id: "comfort", text: "One moment, please.", tags: [] },
  { id: "apology", text: "I am sorry. Could you say that again, please?", tags: [] },
  {
    id: "failure",
    text: "I am sorry, we have a technical problem. I am putting you through.",
    tags: [],
    speed: "195",
  },
];

/** Runs a program with bytes in and bytes out; throws with what it said when it fails. */
async function pipe(program: string, args: string[], input: Uint8Array<ArrayBuffer>) {
  const child = new Deno.Command(program, {
    args,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = child.output();
  const writer = child.stdin.getWriter();
  await writer.write(input);
  await writer.close();
  const { success, stdout, stderr } = await output;
  if (!success) throw new Error(`Cannot run ${program}: ${new TextDecoder().decode(stderr)}`);
  return stdout;
}

/** Headerless mu-law, 8 kHz mono, in the band of a telephone, silence cut off at both ends, levelled, peak at -6 dB. */
async function speak(text: string, voice: string[]): Promise<Uint8Array> {
  const wav = await pipe("espeak-ng", [...voice, "--stdout", text], new Uint8Array());
  const cutHead = ["silence", "1", "0.02", "0.6%"];
  return await pipe("sox", [
    ...["-D", "-t", "wav", "--ignore-length", "-"],
    ...["-t", "raw", "-e", "mu-law", "-b", "8", "-c", "1", "-r", "8000", "-"],
    ...["sinc", "300-3400", "rate", "8000"],
    // A telephone levels speech: quiet syllables are raised, so that a detector by energy hears no gaps.
    ...["compand", "0.01,0.12", "6:-70,-70,-45,-28,-20,-14,0,-8", "0", "-40"],
    ...["norm", "-6"],
    ...[...cutHead, "reverse", ...cutHead, "reverse"],
  ], wav);
}

async function make(lines: Line[], voice: string[], folder: URL) {
  const made = [];
  for (const { id, text, tags, speed } of lines) {
    const audio = await speak(text, speed ? [...voice, "-s", speed] : voice);
    await Deno.writeFile(new URL(`${id}.ulaw`, folder), audio);
    const durationMs = Math.round(audio.length / 8);
    console.log(`${id}  ${durationMs} ms`);
    made.push({ id, text, file: `${id}.ulaw`, durationMs, tags });
  }
  return made;
}

async function makePeople(folder: URL) {
  const made = [];
  for (const [who, { voice, lines }] of Object.entries(PEOPLE)) {
    const [side, language] = who.split("-");
    const list = Object.entries(lines).map(([name, text]) => ({
      id: `people-${who}-${name}`,
      text,
      tags: [`side:${side}`],
    }));
    for (const line of await make(list, voice, folder)) made.push({ ...line, language });
  }
  return made;
}

if (import.meta.main) {
  const speech = new URL("../simulator/speech/", import.meta.url);
  const manifest = [
    ...(await make(AGENT, AGENT_VOICE, speech)).map((line) => ({ role: "agent", ...line })),
    ...(await make(CALLER, CALLER_VOICE, speech)).map((line) => ({ role: "caller", ...line })),
    ...(await makePeople(speech)).map((line) => ({ role: "person", ...line })),
  ];
  await Deno.writeTextFile(
    new URL("manifest.json", speech),
    JSON.stringify(manifest, null, 2) + "\n",
  );
  await make(CLIPS, AGENT_VOICE, new URL("../audio/clips/", import.meta.url));
}
