using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Onbehalf.Storage;

namespace Onbehalf.Audit;

public static class AuditRegistration
{
    public static IServiceCollection AddAudit(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton<AuditMacKeys>()
            .AddSingleton<AuditTrail>()
            .AddSingleton<AuditSearch>()
            .AddSingleton<RejectedWebhooks>()
            .AddSingleton<AuditVerification>()
            .AddSingleton(provider => new AuditAnchors(
                provider.GetRequiredService<Tables>(),
                AnchorStore(configuration),
                provider.GetRequiredService<AuditMacKeys>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<AuditAnchors>>()));

    private static IAnchorStore AnchorStore(IConfiguration configuration) => configuration["ONBEHALF_AUDIT_ANCHORS"] switch
    {
        null or "" => throw new InvalidOperationException("ONBEHALF_AUDIT_ANCHORS is not set: a blob container (https://…) or a folder."),
        var place when Uri.TryCreate(place, UriKind.Absolute, out var container) && container.Scheme is "https" or "http" =>
            new BlobAnchors(container, AppCredential.From(configuration)),
        var folder => new FolderAnchors(folder),
    };
}
