/**
 * `node test/lab/main.ts`: starts the lab by hand and prints what to point a browser and an account at. Node only; wires, nothing else.
 */
import { startLab } from './lab.ts';

const lab = await startLab();
lab.service.sell('HCaptchaTaskProxyLess');
console.log(`Latchkey lab
  proxy for the browser   ${lab.proxyUrl}   (accept its certificate: it is made anew at every start)
  test pages              ${lab.indexUrl}   (through the proxy)
  solving service         ${lab.service.url}   (an account's "endpoint"; service "capzy")
  account key             ${lab.service.key}
Ctrl+C ends it.`);
for (const { kind, url } of lab.demoPages) console.log(`  ${kind.padEnd(34)} ${url}`);

process.once('SIGINT', () => void lab.close().then(() => process.exit(0)));
