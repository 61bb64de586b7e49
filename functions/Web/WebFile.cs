using Microsoft.Net.Http.Headers;

namespace Onbehalf.Functions.Web;

internal sealed record WebFile(string PhysicalPath, string ContentType, EntityTagHeaderValue ETag, bool IsHashed);
