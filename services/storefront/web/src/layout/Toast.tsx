import { useEffect } from 'react';
import { useView } from '../state/view';

/** What did not work, for a while. */
export function Toast() {
  const { notice, notify } = useView();
  useEffect(() => {
    if (notice === undefined) return;
    const timer = setTimeout(() => notify(undefined), 6000);
    return () => clearTimeout(timer);
  }, [notice, notify]);
  if (notice === undefined) return null;
  return (
    <div role="alert" className="fixed bottom-6 left-1/2 z-50 -translate-x-1/2 rounded-full bg-ink px-5 py-3 text-sm text-white shadow-xl">
      {notice}
    </div>
  );
}
