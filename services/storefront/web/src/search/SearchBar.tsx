import { useEffect, useId, useRef, useState } from 'react';
import { useSuggestions } from '../api/queries';
import { useView } from '../state/view';

const kinds = { query: 'Search', product: 'Product', brand: 'Brand', category: 'Category' } as const;

/** Search with instant suggestions: a combobox by the ARIA pattern, keys included. */
export function SearchBar() {
  const { query, search } = useView();
  const [text, setText] = useState(query);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const suggestions = useSuggestions(open ? text : '').data?.suggestions ?? [];
  const shown = open && text.trim() !== '' && suggestions.length > 0;

  useEffect(() => setText(query), [query]);

  function submit(value: string) {
    setText(value);
    setOpen(false);
    setActive(-1);
    search(value.trim());
    input.current?.blur();
  }

  function onKeyDown(event: React.KeyboardEvent) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((now) => (now + step + suggestions.length + 1) % (suggestions.length + 1));
    } else if (event.key === 'Escape') {
      setOpen(false);
    }
  }

  return (
    <form
      role="search"
      className="relative w-full"
      onSubmit={(event) => {
        event.preventDefault();
        submit(suggestions[active]?.text ?? text);
      }}
    >
      <input
        ref={input}
        type="search"
        role="combobox"
        aria-label="Search the shop"
        aria-expanded={shown}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={shown && active >= 0 ? `${list}-${active}` : undefined}
        placeholder="Search milk, yogurt, chips…"
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setOpen(true);
          setActive(-1);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        className="h-12 w-full rounded-full border-0 bg-white pl-12 pr-5 text-base shadow-card ring-1 ring-black/10 placeholder:text-ink/60 focus:outline-none focus:ring-2 focus:ring-leaf-500"
      />
      <svg aria-hidden viewBox="0 0 24 24" className="pointer-events-none absolute left-4 top-3.5 size-5 text-ink/70" fill="none" stroke="currentColor" strokeWidth="2">
        <circle cx="11" cy="11" r="7" />
        <path d="m20 20-4-4" strokeLinecap="round" />
      </svg>
      {shown && (
        <ul id={list} role="listbox" aria-label="Suggestions" className="absolute z-30 mt-2 w-full overflow-hidden rounded-2xl bg-white py-2 shadow-xl ring-1 ring-black/10">
          {suggestions.map((suggestion, index) => (
            <li
              key={`${suggestion.kind}:${suggestion.text}:${suggestion.product_id ?? ''}`}
              id={`${list}-${index}`}
              role="option"
              data-testid="suggestion"
              aria-selected={index === active}
              // The press comes before the field loses its focus, the click after.
              onMouseDown={(event) => {
                event.preventDefault();
                submit(suggestion.text);
              }}
              // A list that opens under a resting mouse is not pointed at.
              onMouseMove={(event) => (event.movementX !== 0 || event.movementY !== 0) && setActive(index)}
              className={`flex cursor-pointer items-center justify-between gap-4 px-5 py-2.5 text-sm ${index === active ? 'bg-leaf-50' : ''}`}
            >
              <span className="truncate">{suggestion.text}</span>
              <span className="shrink-0 text-xs text-ink/70">{kinds[suggestion.kind]}</span>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}
