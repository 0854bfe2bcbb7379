/** Popup entry. Only wires. */
import { render } from 'preact';
import { connector } from './connector.ts';
import { Popup } from './panels/popup.tsx';
import { speak } from './speak.ts';
import './styles/base.css';
import './styles/popup.css';

const root = document.getElementById('root');
if (root) void speak().then(() => render(<Popup connector={connector} />, root));
