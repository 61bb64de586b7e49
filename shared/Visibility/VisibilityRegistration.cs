using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Evidence;
using Onbehalf.Visibility.Auditors;

namespace Onbehalf.Visibility;

public static class VisibilityRegistration
{
    public static IServiceCollection AddVisibility(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton<Rights>()
        .AddSingleton<IRights, MessageRights>()
        .AddSingleton<ShareStore>()
        .AddSingleton<AnswerVisibility>()
        .AddSingleton<EventRights>()
        .AddSingleton<AnswerShares>()
        .AddSingleton(new AuditorGroup(configuration["ONBEHALF_AUDITOR_GROUP"] is { Length: > 0 } group ? group : "auditors"))
        .AddSingleton<AuditScopes>()
        .AddSingleton<AuditDisclosure>()
        .AddSingleton<SealedDetails>()
        .AddSingleton<AuditClosing>();
}
