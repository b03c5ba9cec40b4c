// What `deno task call --help` says.
import { PROTOCOLS } from "./phone_protocol.ts";

export const HELP =
  `Places simulated calls on a voice server, as a phone system does, and checks how it keeps the protocol.

  deno task call [options]

What is called
  --protocol NAME    ${PROTOCOLS.join(", ")} (audiohook)
  --url URL          where to call; default: as the server's settings say, for instance
                     ws://127.0.0.1:8080/audiohook, ws://127.0.0.1:8080/audiocodes, ws://127.0.0.1:6030,
                     http://127.0.0.1:6030/speech-to-speech-stream, tcp://127.0.0.1:9092,
                     ws://127.0.0.1:8080/asterisk/media
  --probe            only the check of a connection (audiohook, audiocodes)

What the caller does
  --script NAME      a conversation of server/simulator/conversations, or the path of a JSON file (parcel)
  --list             names those conversations, with what each needs of the agent
  --wav FILE         says this instead (8 kHz WAV, PCM 16 bit or mu-law); the built-in stand-in
                     understands only its own recordings
  --dtmf DIGITS      presses these after the agent has spoken first, for instance 12# (not avr-http)
  --random           random callers: interruptions, digits, pauses, hang-ups, broken lines
  --seed N           makes random callers the same again
  --calls N          how many calls (1)
  --concurrency N    how many at once (all, at most 10)
  --record FILE      WAV of what the caller heard, in real time, with silence where there was silence

What the phone system tells
  --var NAME=VALUE   an input variable; may be repeated; comes over the script's
  --language TAG     for instance de-de (en-us)
  --ani ADDRESS      the caller's address, for instance tel:+15550100
  --dnis ADDRESS     the address that is dialled, for instance tel:+15550199; comes over the script's

Genesys (audiohook)
  --api-key KEY      default: GENESYS_API_KEY, else the key file in DATA_DIR (data/genesys_api_key)
  --secret BASE64    client secret; default: GENESYS_AUDIOHOOK_SECRET; unsigned without one
  --organization ID  Genesys' organisation, a UUID; default: GENESYS_ORG_ID, else an invented one
  --as-genesys       gives Genesys' User-Agent instead of the simulator's
  --transcribe       a call between people that is written down: calls /audiohook/transcribe, shows
                     the lines that come back; --script is one of server/simulator/conversations_two (plain)
  --wav-external FILE, --wav-internal FILE  what the caller says, and the agent, instead of a script
  --stereo, --inverted, --mono, --internal  which channels are offered (stereo)
  --frames SIZE      milliseconds of a frame: 200, 20 or odd (200)
  --interims         shows lines that are not final, too

The other protocols
  --token TOKEN      default: AUDIOCODES_TOKEN, AVR_TOKEN or ASTERISK_TOKEN, the first of several
  --split            cuts messages, frames or samples in pieces
  --format NAME      of the sound: audiocodes what is offered, one or several (raw/lpcm16,raw/mulaw);
                     audiosocket slin, slin16, slin24; asterisk-ws those, ulaw, alaw, and +json behind it
  --no-barge-in      the phone system lets nobody interrupt (audiocodes)
  --lose-socket-after MS  loses its socket after so long and resumes (audiocodes)
  --announce URL     where a call is told of beforehand, with a token and something to tell; default: as
                     the server's settings say, for instance http://127.0.0.1:8080/asterisk/calls (audiosocket)

  --help             this

Exit code 1 when a call failed, a script's expectation was not met or the server broke the protocol, 2 when the arguments are wrong.`;
