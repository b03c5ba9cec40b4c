// Why a call ended. The English words are those of the contract, since the server's answers hold them too.
import { END_REASONS, type EndReason } from "../../server/contract/call.ts";
import { texted } from "./language.ts";

type EndTexts = Readonly<Record<EndReason, { readonly words: string; readonly advice: string }>>;

export const END_REASON_TEXTS = texted<EndTexts>("end_reasons", END_REASONS);
