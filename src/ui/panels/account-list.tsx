/** Options. The accounts in order of preference; put into another order by dragging or by the buttons. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { OptionsState } from '../../protocol/views.ts';
import type { OptionsConnector } from '../options-connector.ts';
import { tr } from '../tr.ts';
import { useDragOrder } from '../use-drag-order.ts';
import { AccountRow, nameOf } from './account-row.tsx';
import { Section } from './section.tsx';

export function AccountList({ state, connector }: { state: OptionsState; connector: OptionsConnector }) {
  const { accounts, fixed, services } = state;
  const [said, setSaid] = useState('');
  /** The button that moved a row: its row is another element's neighbour now, and the browser takes the focus from what is moved. */
  const pressed = useRef('');
  const move = async (from: number, to: number) => {
    const account = accounts[from];
    if (!account) return;
    const answer = await connector.ask('moveAccount', { accountId: account.accountId, to }).catch(() => null);
    setSaid(
      answer
        ? tr('$1 is now number $2 of $3.', nameOf(account), to + 1, accounts.length)
        : tr('Latchkey’s background did not answer. Try again.'),
    );
  };
  const { list, drag, start } = useDragOrder((from, to) => void move(from, to));
  const order = accounts.map(({ accountId }) => accountId).join(' ');
  useEffect(() => {
    if (pressed.current) list.current?.querySelector<HTMLElement>(pressed.current)?.focus();
    pressed.current = '';
  }, [order, list]);
  const remove = async (accountId: string, name: string) => {
    const answer = await connector.ask('removeAccount', { accountId }).catch(() => null);
    setSaid(answer?.ok ? tr('$1 removed.', name) : tr('Latchkey’s background did not answer. Try again.'));
    document.getElementById('accounts')?.focus();
  };
  const mark = (index: number) =>
    drag && drag.to === index && index !== drag.from ? (drag.to < drag.from ? 'before' : 'after') : undefined;
  return (
    <Section
      id="accounts"
      title={tr('Accounts')}
      by={fixed['accounts']}
      about={
        accounts.length
          ? tr('Asked from the top: where one can’t take a captcha, the next is asked.')
          : tr('None yet. Latchkey needs one account with a solving service.')
      }
    >
      <ul class="rows" ref={list}>
        {accounts.map((account, index) => (
          <AccountRow
            key={account.accountId}
            account={account}
            service={services.find(({ service }) => service === account.service)}
            index={index}
            count={accounts.length}
            connector={connector}
            shift={drag?.from === index ? drag.shift : undefined}
            mark={mark(index)}
            onGrip={start(index)}
            onMove={(to, by) => {
              pressed.current = `[data-account="${CSS.escape(account.accountId)}"] [data-move="${by}"]`;
              void move(index, to);
            }}
            onRemove={() => void remove(account.accountId, nameOf(account))}
            onSaid={setSaid}
          />
        ))}
      </ul>
      <p class="said" role="status" data-said="accounts">
        {said}
      </p>
    </Section>
  );
}
