// How each way in is set up, for people: what a phone system dials, and which settings open, guard or widen it. Pure;
// names of settings and whether they are set, never their values.
import type { Config } from "./config/config.ts";
import type { DoorName, DoorSetup } from "./contract/health.ts";

type Setting = DoorSetup["settings"][number];

/** @param audiohookUrl where Genesys dials. */
export function doorSetup(config: Config, audiohookUrl: string): DoorSetup[] {
  const main = audiohookUrl.replace(/\/audiohook$/, "");
  const http = main.replace(/^ws/, "http");
  const host = (name: string) => {
    // Everybody's address is nobody's: then it is the one that this server goes by.
    const shown = ["0.0.0.0", "::"].includes(name) ? new URL(http).hostname : name;
    return shown.includes(":") && !shown.startsWith("[") ? `[${shown}]` : shown;
  };
  const { genesysKeys, AVR_PORT, AUDIOSOCKET_PORT } = config;
  const avrToken = config.AVR_TOKEN === "" ? "" : "/<AVR_TOKEN>";
  const publicUrl: Setting = allows("PUBLIC_URL", config.PUBLIC_URL);
  const setups: Record<DoorName, Omit<DoorSetup, "door">> = {
    audiohook: {
      addresses: [audiohookUrl, `${audiohookUrl}/transcribe`],
      settings: [
        publicUrl,
        guards("GENESYS_API_KEY", genesysKeys.length > 0),
        guards(
          "GENESYS_AUDIOHOOK_SECRET",
          genesysKeys.length > 0 && genesysKeys.every(({ secrets }) => secrets.length > 0),
        ),
        guards("GENESYS_ORG_ID", genesysKeys.some(({ organizations }) => organizations.length > 0)),
      ],
    },
    audiocodes: {
      addresses: [`${main}/audiocodes`],
      settings: [
        opens("AUDIOCODES_TOKEN", config.AUDIOCODES_TOKEN),
        opens("AUDIOCODES_JWKS_URL", config.AUDIOCODES_JWKS_URL),
        publicUrl,
        allows("AUDIOCODES_TRANSFER_TARGET", config.AUDIOCODES_TRANSFER_TARGET),
      ],
    },
    avr: {
      addresses: [
        ...(AVR_PORT === null
          ? [`${main}/avr${avrToken}`, `${http}/speech-to-speech-stream${avrToken}`]
          : [
            `ws://${host(config.AVR_HOST)}:${AVR_PORT}${avrToken}`,
            `http://${host(config.AVR_HOST)}:${AVR_PORT}/speech-to-speech-stream${avrToken}`,
          ]),
      ],
      settings: [
        opens("AVR_PORT", AVR_PORT),
        guards("AVR_TOKEN", config.AVR_TOKEN),
        allows("AVR_TRANSFER_EXTENSION", config.AVR_TRANSFER_EXTENSION),
      ],
    },
    audiosocket: {
      addresses: AUDIOSOCKET_PORT === null
        ? []
        : [`${host(config.AUDIOSOCKET_HOST)}:${AUDIOSOCKET_PORT}`],
      settings: [
        opens("AUDIOSOCKET_PORT", AUDIOSOCKET_PORT),
        guards("AUDIOSOCKET_ALLOW", config.AUDIOSOCKET_ALLOW),
        guards("AUDIOSOCKET_ANNOUNCED", config.AUDIOSOCKET_ANNOUNCED),
        allows("ASTERISK_TOKEN", config.ASTERISK_TOKEN),
      ],
    },
    asterisk: {
      addresses: [`${main}/asterisk/media/<ASTERISK_TOKEN>`],
      settings: [opens("ASTERISK_TOKEN", config.ASTERISK_TOKEN), publicUrl],
    },
  };
  return Object.entries(setups).map(([door, setup]) => ({ door: door as DoorName, ...setup }));
}

const opens = (name: string, value: unknown) => setting(name, value, "opens");
const guards = (name: string, value: unknown) => setting(name, value, "guards");
const allows = (name: string, value: unknown) => setting(name, value, "allows");

function setting(name: string, value: unknown, does: Setting["does"]): Setting {
  const set = Array.isArray(value) ? value.length > 0 : ![null, "", false].includes(value as null);
  return { name, set, does };
}
