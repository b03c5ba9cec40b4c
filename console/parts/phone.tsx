// A phone address on the screen: masked unless told otherwise.
import { maskedPhone, wholePhone } from "./phone_words.ts";

export function Phone({ address, whole = false }: { address: string; whole?: boolean }) {
  if (whole) return <span class="phone">{wholePhone(address)}</span>;
  const { mask, tail } = maskedPhone(address);
  return (
    <span class="phone">
      {mask && (
        <>
          <span class="phone-mask" aria-hidden="true">{mask}</span>
          <span class="hidden">{tail === "" ? "Hidden name" : "Number ending in"}</span>
          {" "}
        </>
      )}
      {tail}
    </span>
  );
}
