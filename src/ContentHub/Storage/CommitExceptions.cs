namespace ContentHub.Storage;

/// <summary>Nothing was written: somebody else changed the same variant in the meantime. Load again and decide again.</summary>
public sealed class ConcurrencyConflictException(Exception cause)
    : Exception("Somebody else changed the same variant in the meantime.", cause);

/// <summary>Nothing was written: another variant of the type and locale has the slug.</summary>
public sealed class SlugTakenException(Exception cause) : Exception("Another entry has this slug.", cause);

/// <summary>Nothing was written: an entry or a variant has the id already.</summary>
public sealed class DuplicateIdException(Exception cause) : Exception("There is an entry with this id already.", cause);

/// <summary>Nothing was written: the entry has a variant in the locale already.</summary>
public sealed class LocaleExistsException(Exception cause) : Exception("The entry exists in this locale already.", cause);
