/** Extension pages. The connector of the options page, which reaches further into the browser than the popup's. */
import {
  canSetShortcuts,
  dropNotifications,
  mayNotify,
  requestNotifications,
  setShortcut,
  shortcuts,
  type Shortcut,
} from '../platform/options-page.ts';
import { connector, type Connector } from './connector.ts';
import { saveFile } from './save-file.ts';

export interface OptionsConnector extends Connector {
  shortcuts(): Promise<Shortcut[]>;
  canSetShortcuts(): boolean;
  /** False where the browser does not take it; null is the usual one. */
  setShortcut(name: string, shortcut: string | null): Promise<boolean>;
  mayNotify(): Promise<boolean>;
  /** Only straight from a click. */
  requestNotifications(): Promise<boolean>;
  dropNotifications(): Promise<void>;
  saveFile(file: { name: string; type: string; text: string }): void;
}

export const optionsConnector: OptionsConnector = {
  ...connector,
  shortcuts,
  canSetShortcuts,
  setShortcut,
  mayNotify,
  requestNotifications,
  dropNotifications,
  saveFile,
};
