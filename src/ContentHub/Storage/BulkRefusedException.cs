namespace ContentHub.Storage;

/// <summary>A backup, a restore, an export or an import that cannot be done as asked. The message is one line for the operator: what, where, what to do.</summary>
public sealed class BulkRefusedException(string message, Exception? cause = null) : Exception(message.ReplaceLineEndings(" "), cause);
