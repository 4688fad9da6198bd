namespace Personalization.Load.Client;

/// <summary>Whether an answer is what was asked for, beyond its status.</summary>
/// <param name="answer">Head and body as they were received.</param>
public delegate bool AnswerCheck(ReadOnlySpan<byte> answer);
