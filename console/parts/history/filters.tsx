// The facts that past calls can be found by. Each takes effect as soon as it is chosen.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { KIND_WORDS, MARK_WORDS, ORIGIN_WORDS } from "../../live/asked_words.ts";
import { type Asked, type AskedName, MARKS } from "../../live/history_address.ts";
import { PROTOCOLS, protocolWords } from "../../live/protocol_words.ts";
import { useStores } from "../../stores.ts";
import { END_REASON_TEXTS } from "../../texts/end_reasons.ts";
import { HISTORY_TEXTS } from "../../texts/history.ts";
import { Field } from "../../ui/field.tsx";
import { SelectField } from "../../ui/text_field.tsx";

interface FiltersProps {
  asked: Asked;
  agents: readonly (readonly [id: string, name: string])[];
  onChange: (change: Asked) => void;
  onDrop: (name: AskedName) => void;
}

const TEXTS = HISTORY_TEXTS.filters;
const ANY = ["", TEXTS.any] as const;
const END_OPTIONS = Object.entries(END_REASON_TEXTS).map(([reason, { words }]) =>
  [reason, words] as const
);

export function Filters({ asked, agents, onChange, onDrop }: FiltersProps) {
  const set = (name: AskedName) => (value: string) =>
    value === "" ? onDrop(name) : onChange({ [name]: value });
  const select = (
    name: AskedName,
    label: string,
    options: readonly (readonly [string, string])[],
  ) => (
    <SelectField
      label={label}
      value={asked[name] ?? ""}
      options={[ANY, ...options]}
      onValue={set(name)}
    />
  );
  return (
    <div class="filters">
      <Typed label={TEXTS.from} type="date" value={asked.from} onValue={set("from")} />
      <Typed label={TEXTS.to} type="date" value={asked.to} onValue={set("to")} />
      {select("agent", TEXTS.agent, agents)}
      {asked.agent !== undefined && (
        <Typed
          label={TEXTS.version}
          type="number"
          value={asked.version}
          onValue={set("version")}
        />
      )}
      <RouteField asked={asked} onChange={onChange} onDrop={onDrop} />
      {select("endReason", TEXTS.ending, END_OPTIONS)}
      <Typed
        label={TEXTS.longerThan}
        type="number"
        value={asked.longerThan}
        onValue={set("longerThan")}
      />
      <Typed
        label={TEXTS.number}
        type="tel"
        value={asked.number}
        hint={TEXTS.numberHint}
        onValue={set("number")}
      />
      {select("protocol", TEXTS.protocol, PROTOCOLS.map((each) => [each, protocolWords(each)]))}
      {select("kind", TEXTS.kind, Object.entries(KIND_WORDS))}
      {select("origin", TEXTS.origin, Object.entries(ORIGIN_WORDS))}
      <fieldset class="choice marks-choice">
        <legend class="field-label">{TEXTS.marks}</legend>
        <div class="choice-options">
          {MARKS.map((mark) => (
            <label class="option" key={mark}>
              <input
                type="checkbox"
                checked={asked[mark] === "yes"}
                onChange={(event) => set(mark)(event.currentTarget.checked ? "yes" : "")}
              />
              {MARK_WORDS[mark]}
            </label>
          ))}
        </div>
      </fieldset>
    </div>
  );
}

/** The names of today's routes; one that is gone is still found by its address. */
function RouteField({ asked, onChange, onDrop }: Omit<FiltersProps, "agents">) {
  const { api } = useStores();
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    let gone = false;
    void api.routes().then((result) => {
      if (!gone && result.ok) setNames(result.value.table.routes.map(({ name }) => name));
    });
    return () => {
      gone = true;
    };
  }, []);
  const { route } = asked;
  // A select's values are texts: a name gets a sign before it, so that none can be taken for another.
  const known = [...new Set([...names, ...(route ? [route] : [])])].filter((name) => name !== "");
  return (
    <SelectField
      label={TEXTS.route}
      value={route === undefined ? "" : route === "" ? "none" : `=${route}`}
      options={[
        ANY,
        ["none", TEXTS.noRoute],
        ...known.map((name) => [`=${name}`, name] as const),
      ]}
      onValue={(value) =>
        value === ""
          ? onDrop("route")
          : onChange({ route: value === "none" ? "" : value.slice(1) })}
    />
  );
}

interface TypedProps {
  label: string;
  type: "date" | "number" | "tel";
  value: string | undefined;
  hint?: ComponentChildren;
  onValue: (value: string) => void;
}

/** Asks once it is typed to its end: at Enter, or when it is left. */
function Typed({ label, type, value = "", hint, onValue }: TypedProps) {
  return (
    <Field label={label} hint={hint}>
      {(ids) => {
        const plain = {
          ...ids,
          class: "input",
          autocomplete: "off",
          value,
          onChange: (event: { currentTarget: HTMLInputElement }) =>
            onValue(event.currentTarget.value),
        };
        if (type === "date") return <input {...plain} type="date" />;
        return type === "tel"
          ? <input {...plain} type="tel" />
          : <input {...plain} type="number" min={0} />;
      }}
    </Field>
  );
}
