namespace Onbehalf.Functions.Shares;

/// <summary>The preview that was read.</summary>
internal sealed record ShareMessageBody(string PreviewHash);
