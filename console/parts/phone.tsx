// A phone address on the screen: masked unless told otherwise.
import { CALL_STATE_TEXTS } from "../texts/call_state.ts";
import { maskedPhone, wholePhone } from "./phone_words.ts";

const TEXTS = CALL_STATE_TEXTS.phone;

export function Phone({ address, whole = false }: { address: string; whole?: boolean }) {
  if (whole) return <span class="phone">{wholePhone(address)}</span>;
  const { mask, tail } = maskedPhone(address);
  return (
    <span class="phone">
      {mask && (
        <>
          <span class="phone-mask" aria-hidden="true">{mask}</span>
          <span class="hidden">{tail === "" ? TEXTS.hiddenName : TEXTS.endingIn}</span>
          {" "}
        </>
      )}
      {tail}
    </span>
  );
}
