/** A stepper; its first value is the shopper's usual quantity where one was learned. */
export function QuantitySelector({ value, onChange, usual, label }: { value: number; onChange(value: number): void; usual?: number; label: string }) {
  return (
    <div className="flex items-center gap-2">
      <div className="flex items-center rounded-full border border-leaf-200 bg-white" role="group" aria-label={label}>
        <Step text="−" label="Less" disabled={value <= 1} onClick={() => onChange(value - 1)} />
        <span className="min-w-7 text-center text-sm font-semibold tabular-nums" data-testid="quantity">
          {value}
        </span>
        <Step text="+" label="More" disabled={value >= 99} onClick={() => onChange(value + 1)} />
      </div>
      {usual !== undefined && usual > 1 && value === usual && <span className="text-xs text-leaf-600">your usual</span>}
    </div>
  );
}

function Step({ text, label, disabled, onClick }: { text: string; label: string; disabled: boolean; onClick(): void }) {
  return (
    <button type="button" aria-label={label} disabled={disabled} onClick={onClick} className="grid size-8 place-items-center rounded-full text-lg leading-none text-leaf-700 hover:bg-leaf-50 disabled:text-leaf-200">
      {text}
    </button>
  );
}
