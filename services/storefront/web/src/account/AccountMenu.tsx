import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, call } from '../api/http';
import { useShopper } from '../state/shopper';
import { useView } from '../state/view';

/** Guest or signed in. Signing in carries over, once, what the guest taught. The demo asks for no password. */
export function AccountMenu() {
  const { userId, guestId, signIn, signOut } = useShopper();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const client = useQueryClient();

  async function enter() {
    const id = name.trim();
    if (id === '') return;
    try {
      const merge = await call<{ version?: string }>(`/api/users/${encodeURIComponent(id)}/merge`, { body: { from_anonymous_id: guestId } });
      signIn(id, merge.version);
      setOpen(false);
      setName('');
      await client.invalidateQueries();
    } catch (error) {
      useView.getState().notify(error instanceof ApiError ? error.message : 'Signing in did not work. Try again.');
    }
  }

  if (userId !== undefined) {
    return (
      <button
        type="button"
        onClick={() => {
          signOut();
          void client.invalidateQueries();
        }}
        className="max-w-44 truncate rounded-full px-2 py-2 text-sm hover:bg-white/10 sm:px-3"
        title="Sign out"
      >
        {userId} · sign out
      </button>
    );
  }

  return (
    <div
      className="relative"
      onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}
    >
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)} className="rounded-full px-2 py-2 text-sm hover:bg-white/10 sm:px-3">
        Sign in
      </button>
      {open && (
        <form
          className="absolute right-0 z-30 mt-2 w-72 whitespace-normal rounded-2xl bg-white p-4 text-ink shadow-xl ring-1 ring-black/10"
          onSubmit={(event) => {
            event.preventDefault();
            void enter();
          }}
        >
          <label className="text-sm font-semibold" htmlFor="account">
            Shopper id
          </label>
          <input id="account" autoFocus value={name} onChange={(event) => setName(event.target.value)} maxLength={128} className="mt-1 h-10 w-full rounded-lg border border-leaf-200 px-3" />
          <p className="mt-2 text-xs text-ink/70">What you did as a guest comes with you.</p>
          <button type="submit" className="mt-3 w-full rounded-full bg-leaf-700 py-2 font-semibold text-white hover:bg-leaf-800">
            Sign in
          </button>
        </form>
      )}
    </div>
  );
}
