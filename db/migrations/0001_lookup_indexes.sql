DROP INDEX "members_feed";--> statement-breakpoint
DROP INDEX "friendships_feed";--> statement-breakpoint
DROP INDEX "friendships_other";--> statement-breakpoint
CREATE INDEX "members_user" ON "members" USING btree ("user_id","conversation_id");--> statement-breakpoint
CREATE INDEX "members_feed" ON "members" USING btree ("user_id","user_rev") WHERE "members"."user_rev" > 0;--> statement-breakpoint
CREATE INDEX "friendships_feed" ON "friendships" USING btree ("user_id","user_rev") WHERE "friendships"."user_rev" > 0;--> statement-breakpoint
CREATE INDEX "friendships_other" ON "friendships" USING btree ("other_id","user_id");