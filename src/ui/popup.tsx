/** Popup entry. Only wires. */
import { render } from 'preact';
import { connector } from './connector.ts';
import { Popup } from './panels/popup.tsx';
import './styles/base.css';
import './styles/popup.css';

const root = document.getElementById('root');
if (root) render(<Popup connector={connector} />, root);
