"""Opens what is kept, so that whatever is erased is remembered outside the database too.

One rule: whatever may erase opens the store this way and no other.
"""

from bot.settings import Settings
from collector.keeping.journal import open_journal
from collector.keeping.remembering import Remembering
from collector.sealing import Seal
from collector.store.front import Store
from collector.store.opening import open_store


def open_kept(settings: Settings, seal: Seal) -> Store:
    """Open the store that the settings name."""
    store = open_store(settings.database_url)
    try:
        return Remembering(store, open_journal(settings.data, seal, settings.backups))
    except BaseException:
        store.close()
        raise
