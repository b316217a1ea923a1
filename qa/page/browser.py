"""What runs in the reader's browser: a few lines of script, and the icon."""

from __future__ import annotations

from urllib.parse import quote

from .parts import FRAME

# A new question goes to the top of the view; its answer then scrolls along for a reader who is at the end.
FOLLOW = """
let seen = 0;
watch('value', () => {
  const turns = element.querySelectorAll('.turn'), last = turns[turns.length - 1];
  const view = element.closest('#talk'), below = view.scrollHeight - view.scrollTop - view.clientHeight;
  if (turns.length > seen) last.scrollIntoView({block: 'start'});
  else if (last && below < 90) view.scrollTop = view.scrollHeight;
  seen = turns.length;
});
"""
# Which answer a reader calls wrong, by its place in the conversation.
MARK = """
element.addEventListener('click', (event) => {
  const button = event.target.closest?.('button.wrong');
  if (button) trigger('click', {turn: Number(button.dataset.turn)});
});
"""
# Links open in the frame by their target alone; this uncovers the frame, and on a phone brings it into view.
OPEN = f"""
document.addEventListener('click', (event) => {{
  const link = event.target.closest?.('a[target="{FRAME}"]');
  if (event.target.closest?.('#frame .tab'))
    window.open(element.querySelector('iframe').contentWindow.location.href);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  element.classList.add('open');
  element.scrollIntoView({{block: 'nearest', behavior: 'smooth'}});
}});
"""

_REMEMBER = """(session) => {
  document.cookie = '%s=%s; path=/; max-age=31536000; samesite=lax';
  return session;
}"""
_AND_RELOAD = """(session) => {
  document.cookie = '%s=%s; path=/; max-age=31536000; samesite=lax';
  const article = document.querySelector('#frame.open iframe, #frame .open iframe');
  if (article) article.contentWindow.location.reload();
  return session;
}"""

_SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='6' "
    "fill='#b5382a'/><text x='16' y='23' font-size='20' text-anchor='middle' fill='#fff'>原</text></svg>"
)


def remember(cookie: str, value: str, *, reload: bool = False) -> str:
    """The script that keeps a choice for a year; `reload` shows the open article anew by it."""
    return (_AND_RELOAD if reload else _REMEMBER) % (cookie, value)


def icon() -> str:
    """The page's icon, as the address of a link."""
    return f"data:image/svg+xml,{quote(_SVG)}"
