namespace Personalization.Architecture.Tests.Model;

/// <param name="Path">From the repository's root, with '/'.</param>
/// <param name="Text">The whole file.</param>
public sealed record SourceFile(string Path, string Text);
