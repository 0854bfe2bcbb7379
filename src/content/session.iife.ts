/** Isolated world, injected by the worker into a frame that has a captcha provider's script. Only wires. */
import { isRejection } from '../protocol/rejection.ts';
import type { ProviderFrame, ProviderMeta } from '../protocol/provider.ts';
import { shared } from './handover.ts';
import { createSession } from './session.ts';

const modules = import.meta.glob<ProviderFrame>('../providers/*.ts', { eager: true, import: 'frame' });

const metas = import.meta.glob<ProviderMeta>('../providers/*.ts', { eager: true, import: 'meta' });

shared.__latchkeyStart = (link, welcome) => {
  if (isRejection(welcome)) return undefined;
  const frames = Object.fromEntries(Object.values(modules).map((frame) => [frame.id, frame]));
  return (shared.__latchkeySession = createSession(
    link,
    frames,
    Object.fromEntries(Object.values(metas).map((meta) => [meta.id, meta])),
    welcome,
  ));
};
