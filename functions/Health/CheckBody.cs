namespace Onbehalf.Functions.Health;

internal sealed record CheckBody(string Status, string? Note);
