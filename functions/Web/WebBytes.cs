using Microsoft.Net.Http.Headers;

namespace Onbehalf.Functions.Web;

/// <summary>One representation of a file. Each has its own entity tag, because the bytes differ.</summary>
internal sealed record WebBytes(string PhysicalPath, string? Encoding, EntityTagHeaderValue ETag);
