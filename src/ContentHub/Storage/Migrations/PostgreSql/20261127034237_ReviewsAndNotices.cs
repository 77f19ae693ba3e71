using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContentHub.Storage.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class ReviewsAndNotices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "NextReviewDue",
                table: "Variants",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ReviewMark",
                table: "Variants",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Class",
                table: "Notices",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "EndedAt",
                table: "Notices",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "OnTopUntil",
                table: "Notices",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Reason",
                table: "Notices",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Approvals",
                columns: table => new
                {
                    VariantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: true),
                    ApprovedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    NextReviewDue = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Approvals", x => new { x.VariantId, x.Version, x.Number });
                    table.ForeignKey(
                        name: "FK_Approvals_People_By",
                        column: x => x.By,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Approvals_Revisions_VariantId_Version",
                        columns: x => new { x.VariantId, x.Version },
                        principalTable: "Revisions",
                        principalColumns: new[] { "VariantId", "Version" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Variants_NextReviewDue_Id",
                table: "Variants",
                columns: new[] { "NextReviewDue", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Approvals_By",
                table: "Approvals",
                column: "By");

            ReviewHistory.TakeOver(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Approvals");

            migrationBuilder.DropIndex(
                name: "IX_Variants_NextReviewDue_Id",
                table: "Variants");

            migrationBuilder.DropColumn(
                name: "NextReviewDue",
                table: "Variants");

            migrationBuilder.DropColumn(
                name: "ReviewMark",
                table: "Variants");

            migrationBuilder.DropColumn(
                name: "Class",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "EndedAt",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "OnTopUntil",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "Reason",
                table: "Notices");
        }
    }
}
