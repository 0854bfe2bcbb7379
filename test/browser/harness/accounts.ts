/** The user's accounts with the lab's services, added and removed as the settings do it. Node only. */
import type { WireService } from '../../lab/wires/wire-service.ts';
import { askWorker } from './ask-worker.ts';
import type { Fixture } from './fixture.ts';
import { addAccount } from './scenes/scene.ts';

/** Adds an account with the lab's service of this wire, which answers the first poll with the token. */
export async function addWireAccount(fixture: Fixture, service: string): Promise<WireService> {
  const wire = await fixture.lab.addWire(service);
  wire.pace = { polls: 0 };
  await addAccount(fixture, service, wire);
  return wire;
}

export async function removeAccounts(fixture: Fixture): Promise<void> {
  const tab = await fixture.extensionTab();
  const { accounts } = await askWorker(tab, 'optionsState', {});
  for (const { accountId } of accounts) await askWorker(tab, 'removeAccount', { accountId });
}
