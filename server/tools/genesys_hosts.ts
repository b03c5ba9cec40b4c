// Where Genesys' API and its login are, from the region or from given addresses. Pure.
import type { GenesysApiSettings } from "./genesys_settings.ts";

/** AWS names of Genesys' regions, as its admin pages show them, and the domain each has. */
const DOMAINS: Readonly<Record<string, string>> = {
  "us-east-1": "mypurecloud.com",
  "us-east-2": "use2.us-gov-pure.cloud",
  "us-west-2": "usw2.pure.cloud",
  "ca-central-1": "cac1.pure.cloud",
  "mx-central-1": "mxc1.pure.cloud",
  "sa-east-1": "sae1.pure.cloud",
  "eu-west-1": "mypurecloud.ie",
  "eu-west-2": "euw2.pure.cloud",
  "eu-central-1": "mypurecloud.de",
  "eu-central-2": "euc2.pure.cloud",
  "me-central-1": "mec1.pure.cloud",
  "ap-south-1": "aps1.pure.cloud",
  "ap-northeast-1": "mypurecloud.jp",
  "ap-northeast-2": "apne2.pure.cloud",
  "ap-northeast-3": "apne3.pure.cloud",
  "ap-southeast-2": "mypurecloud.com.au",
};

/** Both without a slash at the end. One given address tells the other: "https://api.x" and "https://login.x". */
export function genesysHosts(
  { region, baseUrl, loginUrl }: Pick<GenesysApiSettings, "region" | "baseUrl" | "loginUrl">,
): { apiUrl: string; loginUrl: string } {
  const [api, login] = [trimmed(baseUrl), trimmed(loginUrl)];
  const domain = domainOf(region.trim().toLowerCase());
  return {
    apiUrl: api || login.replace("//login.", "//api.") || `https://api.${domain}`,
    loginUrl: login || api.replace("//api.", "//login.") || `https://login.${domain}`,
  };
}

function domainOf(region: string): string {
  if (region === "") return "mypurecloud.com";
  const known = DOMAINS[region];
  if (known !== undefined) return known;
  return region.includes(".") ? region : `${region}.mypurecloud.com`;
}

function trimmed(url: string): string {
  return url.trim().replace(/\/+$/, "");
}
