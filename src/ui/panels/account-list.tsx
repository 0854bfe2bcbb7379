/** Options. The accounts in order of preference; put into another order by dragging or by the buttons. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Outcome } from '../../core/outcome.ts';
import type { OptionsState } from '../../protocol/views.ts';
import type { OptionsConnector } from '../options-connector.ts';
import { tr } from '../tr.ts';
import { useDragOrder } from '../use-drag-order.ts';
import { failureText, troubleText } from '../words.ts';
import { AccountRow, nameOf } from './account-row.tsx';
import { Section } from './section.tsx';

export function AccountList({ state, connector }: { state: OptionsState; connector: OptionsConnector }) {
  const { accounts, fixed, services } = state;
  const [said, setSaid] = useState('');
  /** The button that moved a row: its row is another element's neighbour now, and the browser takes the focus from what is moved. */
  const pressed = useRef('');
  /** Says that it's done, or what went wrong. */
  const change = (asked: Promise<Outcome<null>>, done: string) =>
    asked.then(
      (answer) => setSaid(answer.ok ? done : failureText(answer.failure)),
      (error: unknown) => setSaid(troubleText(error)),
    );
  const move = async (from: number, to: number) => {
    const account = accounts[from];
    if (!account) return;
    await change(
      connector.ask('moveAccount', { accountId: account.accountId, to }),
      tr('$1 is now number $2 of $3.', nameOf(account), to + 1, accounts.length),
    );
  };
  const { list, drag, start } = useDragOrder((from, to) => void move(from, to));
  const order = accounts.map(({ accountId }) => accountId).join(' ');
  useEffect(() => {
    if (pressed.current) list.current?.querySelector<HTMLElement>(pressed.current)?.focus();
    pressed.current = '';
  }, [order, list]);
  const remove = async (accountId: string, name: string) => {
    await change(connector.ask('removeAccount', { accountId }), tr('$1 removed.', name));
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
