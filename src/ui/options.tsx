/** Options entry. Only wires. */
import { render } from 'preact';
import { optionsConnector } from './options-connector.ts';
import { Options } from './panels/options.tsx';
import { speak } from './speak.ts';
import './styles/base.css';
import './styles/options.css';

const root = document.getElementById('root');
if (root) void speak().then(() => render(<Options connector={optionsConnector} />, root));
