// Phone addresses as people see them: masked but for the last four digits, or whole and grouped.
// Pure; a masked text never holds a hidden digit.
import { CALL_STATE_TEXTS } from "../texts/call_state.ts";

export interface PhoneWords {
  /** What stands for the hidden part, for instance "•••". "" where nothing is hidden. */
  mask: string;
  /** The last four digits, or as much as may be seen. */
  tail: string;
}

const TEXTS = CALL_STATE_TEXTS.phone;
const MASK = "•••";
const SHOWN = 4;
/** What stands for the number of somebody who calls from the console's own page. */
const CONSOLE = "console";

/** Of "tel:+15550100" only "•••" and "0100" remain. */
export function maskedPhone(address: string): PhoneWords {
  const bare = bareAddress(address);
  if (bare === "") return { mask: "", tail: TEXTS.withheld };
  if (address === CONSOLE) return { mask: "", tail: TEXTS.console };
  const digits = bare.replace(/\D/g, "");
  if (isNumber(bare)) {
    // Short internal numbers would be shown whole by their last four: keep two of them back.
    const shown = digits.length > SHOWN ? digits.slice(-SHOWN) : digits.slice(-2);
    return { mask: MASK, tail: shown };
  }
  return { mask: MASK, tail: bare.length > SHOWN * 2 ? bare.slice(-SHOWN) : "" };
}

/** The masked address as it is read out: "the number ending in 0100". */
export function spokenPhone(address: string): string {
  const { mask, tail } = maskedPhone(address);
  if (mask === "") return tail;
  return tail === "" ? TEXTS.spokenHidden : TEXTS.spoken(tail);
}

/** The whole address, a number in groups: "+1 555 010 0199". */
export function wholePhone(address: string): string {
  const bare = bareAddress(address);
  if (bare === "") return TEXTS.withheld;
  if (address === CONSOLE) return TEXTS.console;
  return isNumber(bare) ? grouped(bare) : bare;
}

function bareAddress(address: string): string {
  const bare = address.trim().replace(/^(tel|sips?):/i, "").replace(/[;?].*$/, "");
  return /^(anonymous|unknown|restricted)\b/i.test(bare) ? "" : bare.replace(/@.*$/, "");
}

function isNumber(bare: string): boolean {
  return /^\+?[\d\s().-]+$/.test(bare);
}

/** From the end: four digits, then threes; what remains is the country's. */
function grouped(bare: string): string {
  const digits = bare.replace(/\D/g, "");
  const groups: string[] = [];
  let rest = digits;
  for (let size = SHOWN; rest.length > size; size = 3) {
    groups.unshift(rest.slice(-size));
    rest = rest.slice(0, -size);
  }
  return (bare.startsWith("+") ? "+" : "") + [rest, ...groups].join(" ");
}
