/** History entry. Only wires. */
import { render } from 'preact';
import { connector } from './connector.ts';
import { History } from './panels/history.tsx';
import { speak } from './speak.ts';
import './styles/base.css';
import './styles/history.css';
import './styles/history-table.css';

const root = document.getElementById('root');
if (root) void speak().then(() => render(<History connector={connector} />, root));
