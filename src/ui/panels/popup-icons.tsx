/** Popup. Its small drawings; whatever they stand for is said in words beside them. */
import type { ComponentChildren } from 'preact';

function Icon({ children, size = 16 }: { children: ComponentChildren; size?: number }) {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width={1.6}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

/** Three sliders. */
export const SettingsIcon = () => (
  <Icon size={18}>
    <path d="M2 4h5M11 4h3M2 8h2M8 8h6M2 12h7M13 12h1" />
    <circle cx={9} cy={4} r={1.7} />
    <circle cx={6} cy={8} r={1.7} />
    <circle cx={11} cy={12} r={1.7} />
  </Icon>
);

/** A clock. */
export const HistoryIcon = () => (
  <Icon size={18}>
    <circle cx={8} cy={8} r={6} />
    <path d="M8 4.6V8l2.4 1.6" />
  </Icon>
);

export const RefreshIcon = () => (
  <Icon size={14}>
    <path d="M13.2 9.4a5.4 5.4 0 1 1-1.1-5.1L13.6 6M13.8 2.6V6h-3.4" />
  </Icon>
);

export const CheckIcon = () => (
  <Icon size={13}>
    <path d="M2.5 8.6 6.2 12 13.5 4" />
  </Icon>
);

export const CrossIcon = () => (
  <Icon size={13}>
    <path d="M4 4l8 8M12 4l-8 8" />
  </Icon>
);
