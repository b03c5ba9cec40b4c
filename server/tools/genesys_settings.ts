// The settings of Genesys' public API and of the tools made of it, as the environment names them. Values only.

export interface GenesysApiSettings {
  /** GENESYS_CLIENT_ID and its secret: an OAuth client of the kind "client credentials". */
  clientId: string;
  clientSecret: string;
  /** GENESYS_REGION: "mypurecloud.de", "euw2.pure.cloud" or the AWS name "eu-central-1"; "": mypurecloud.com. */
  region: string;
  /** GENESYS_BASE_URL, "": from the region. */
  baseUrl: string;
  /** GENESYS_LOGIN_URL, "": from the base URL or the region. */
  loginUrl: string;
  /** GENESYS_ALLOWED_DATA_ACTION_IDS; empty: all. */
  allowedDataActionIds: readonly string[];
  /** GENESYS_TOKEN_CACHE_TTL_SECONDS: a token is used no longer than this. */
  tokenCacheTtlSeconds: number;
  /** GENESYS_HTTP_TIMEOUT_SECONDS: for one tool call in all, with its token and its repetitions. */
  httpTimeoutSeconds: number;
  /** GENESYS_HTTP_RETRY_MAX: repetitions after the first attempt. */
  httpRetryMax: number;
  /** GENESYS_HTTP_RETRY_BACKOFF_SECONDS: before the first repetition; doubled each time. */
  httpRetryBackoffSeconds: number;
  /** GENESYS_TOOLS_STRICT_MODE */
  toolsStrictMode: boolean;
  /** GENESYS_TOOL_OUTPUT_REDACTION_FIELDS: dotted paths, hidden from people and from the model. */
  toolOutputRedactionFields: readonly string[];
}

export const GENESYS_API_DEFAULTS: Omit<GenesysApiSettings, "clientId" | "clientSecret"> = {
  region: "",
  baseUrl: "",
  loginUrl: "",
  allowedDataActionIds: [],
  tokenCacheTtlSeconds: 2400,
  httpTimeoutSeconds: 10,
  httpRetryMax: 3,
  httpRetryBackoffSeconds: 0.25,
  toolsStrictMode: false,
  toolOutputRedactionFields: [],
};

/** Caps of one call. */
export interface ToolLimits {
  /** GENESYS_MAX_TOOLS_PER_SESSION: data actions offered to the model. */
  maxToolsPerCall: number;
  /** GENESYS_MAX_ACTION_CALLS_PER_SESSION: runs of all tools together. */
  maxRunsPerCall: number;
  /** GENESYS_MAX_TOOL_ARGUMENT_BYTES */
  maxArgumentBytes: number;
}

export const TOOL_LIMITS: ToolLimits = {
  maxToolsPerCall: 10,
  maxRunsPerCall: 10,
  maxArgumentBytes: 16_384,
};
