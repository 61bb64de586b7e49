using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Artifacts.Tools;
using Onbehalf.Evidence;
using Onbehalf.Tools;

namespace Onbehalf.Artifacts;

public static class ArtifactsRegistration
{
    public static IServiceCollection AddArtifacts(this IServiceCollection services) => services
        .AddSingleton<ArtifactAccess>()
        .AddSingleton<ArtifactWakes>()
        .AddSingleton<ArtifactStore>()
        .AddSingleton<ArtifactLists>()
        .AddSingleton<ArtifactSearch>()
        .AddSingleton<ArtifactPublishing>()
        .AddSingleton<ArtifactProposals>()
        .AddSingleton<ArtifactNames>()
        .AddSingleton<ArtifactRestore>()
        .AddSingleton<ArtifactConsents>()
        .AddSingleton<IRights, ArtifactRights>()
        .AddSingleton<ArtifactOpenness>()
        .AddSingleton<ArtifactAssignments>()
        .AddTool<CreateArtifact>()
        .AddTool<ChangeArtifact>()
        .AddTool<ReadArtifact>()
        .AddSingleton<PlannedItems>()
        .AddTool<ChangeItem>()
        .AddSingleton<ArtifactRate>();
}
