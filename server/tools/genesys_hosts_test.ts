// Where Genesys is, by region and by given address.
import { assertEquals } from "@std/assert";
import { genesysHosts } from "./genesys_hosts.ts";

const CASES: [region: string, baseUrl: string, loginUrl: string, api: string, login: string][] = [
  ["", "", "", "https://api.mypurecloud.com", "https://login.mypurecloud.com"],
  ["mypurecloud.de", "", "", "https://api.mypurecloud.de", "https://login.mypurecloud.de"],
  ["euw2.pure.cloud", "", "", "https://api.euw2.pure.cloud", "https://login.euw2.pure.cloud"],
  ["EU-Central-1", "", "", "https://api.mypurecloud.de", "https://login.mypurecloud.de"],
  ["us-west-2", "", "", "https://api.usw2.pure.cloud", "https://login.usw2.pure.cloud"],
  ["test", "", "", "https://api.test.mypurecloud.com", "https://login.test.mypurecloud.com"],
  [
    "",
    "https://api.mypurecloud.ie/",
    "",
    "https://api.mypurecloud.ie",
    "https://login.mypurecloud.ie",
  ],
  [
    "",
    "",
    "https://login.mypurecloud.jp",
    "https://api.mypurecloud.jp",
    "https://login.mypurecloud.jp",
  ],
  [
    "us-west-2",
    "https://api.a.example",
    "https://login.b.example",
    "https://api.a.example",
    "https://login.b.example",
  ],
  ["", "http://127.0.0.1:8099", "", "http://127.0.0.1:8099", "http://127.0.0.1:8099"],
];
for (const [region, baseUrl, loginUrl, api, login] of CASES) {
  Deno.test(`region "${region}", base "${baseUrl}", login "${loginUrl}" lead to ${api}`, () => {
    assertEquals(genesysHosts({ region, baseUrl, loginUrl }), { apiUrl: api, loginUrl: login });
  });
}
