/** Options. Where an account's service is. What is wrong with the address is told beside it. */
import { useId } from 'preact/hooks';
import { MAX_ADDRESS_CHARS } from '../../core/limits.ts';
import { isEndpoint } from '../../core/settings.ts';
import { tr } from '../tr.ts';

interface Props {
  /** The service's own address; empty where the user must give one. */
  usual: string;
  value: string;
  /** The form was sent with it. */
  tried: boolean;
  onInput: (endpoint: string) => void;
}

export const isEndpointText = (text: string): boolean => !text.trim() || isEndpoint(text.trim());

export function EndpointField({ usual, value, tried, onInput }: Props) {
  const id = useId();
  const wrong = tried && !isEndpointText(value);
  return (
    <div class="field">
      <label class="field">
        <span>{tr(usual ? 'Another address of the service' : 'Address of the service')}</span>
        <input
          name="endpoint"
          inputMode="url"
          value={value}
          required={!usual}
          placeholder={usual || 'https://api.example.com'}
          spellcheck={false}
          autocomplete="off"
          maxLength={MAX_ADDRESS_CHARS}
          aria-describedby={id}
          aria-invalid={wrong || undefined}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      </label>
      <p class="said said-bad" id={id} role="status" data-said="endpoint">
        {wrong
          ? tr(
              'Write an address that begins with https:// (http:// only on this machine) and has no user name, no ? and no # in it.',
            )
          : null}
      </p>
    </div>
  );
}
