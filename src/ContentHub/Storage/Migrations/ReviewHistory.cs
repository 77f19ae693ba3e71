using Microsoft.EntityFrameworkCore.Migrations;

namespace ContentHub.Storage.Migrations;

/// <summary>What a database from before approvals were kept knows of them: the last one of each revision.</summary>
internal static class ReviewHistory
{
    /// <summary>To be called at the end of the migration that makes the table <c>Approvals</c>; the same statements on both databases.</summary>
    public static void TakeOver(MigrationBuilder migration)
    {
        migration.Sql("""
            insert into "Approvals" ("VariantId", "Version", "Number", "Since", "By", "ApprovedAt", "NextReviewDue")
            select "VariantId", "Version", 1, "ApprovedAt", "ApprovedBy", "ApprovedAt", "NextReviewDue" from "Revisions" where "ApprovedBy" is not null and "ApprovedAt" is not null;
            """);
        migration.Sql("""
            update "Variants" set "NextReviewDue" = (
              select r."NextReviewDue" from "Revisions" r where r."VariantId" = "Variants"."Id" and r."Version" = "Variants"."PublishedVersion")
            where "PublishedVersion" is not null;
            """);
    }
}
