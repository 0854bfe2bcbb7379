/** The providers' public test keys: recognised, reported as detected, never bought; a service that sells nothing may solve them. Exactly this list. Pure. */

const testKeys: ReadonlySet<string> = new Set([
  '6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI',
  '10000000-ffff-ffff-ffff-000000000001',
  '20000000-ffff-ffff-ffff-000000000002',
  '30000000-ffff-ffff-ffff-000000000003',
  '1x00000000000000000000AA',
  '2x00000000000000000000AB',
  '1x00000000000000000000BB',
  '2x00000000000000000000BB',
  '3x00000000000000000000FF',
  'sk_11111111000000001111111100000000',
]);

export function isTestKey(sitekey: string): boolean {
  return testKeys.has(sitekey);
}
